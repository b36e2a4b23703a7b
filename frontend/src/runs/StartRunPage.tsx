import { type FormEvent, useState } from "react";
import type { Project } from "../api/getProject";
import { useRunForms, type Verb } from "../api/getRunForms";
import { useDatasets } from "../api/listDatasets";
import { useModels } from "../api/listModels";
import type { ApiError } from "../api/request";
import { useStartRun } from "../api/startRun";
import { Link, useGo, useSearch } from "../app/navigation";
import { DomainChoice } from "../ui/DomainChoice";
import { Field } from "../ui/Field";
import { allShown, errorAt } from "../ui/fieldErrors";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { FoldedSettings } from "./FoldedSettings";
import { SettingField } from "./SettingField";
import { StartActions } from "./StartActions";
import { defaultText, problemWith, valuesOf } from "./settingText";
import { METHODS } from "./verbs";

/** The runs that read a frozen dataset: its rankings, or the prompts of its splits. */
const FROM_DATASET = new Set(["reward", ...METHODS, "evaluate"]);

export function StartRunPage({ project }: { project: Project }) {
  const verb = useSearch("verb");
  const { data, error } = useRunForms();
  const form = data?.verbs.find((one) => one.verb === verb) ?? data?.verbs[0];
  if (error && !data) return <Problem error={error} />;
  if (!form) return <Waiting />;
  return (
    <>
      <PageHead title={form.title}>
        <p className="soft">{form.summary}</p>
      </PageHead>
      <StartForm key={form.verb} project={project} form={form} />
    </>
  );
}

function StartForm({ project, form }: { project: Project; form: Verb }) {
  const [name, setName] = useState("");
  const [dataset, setDataset] = useState(useSearch("dataset"));
  const [domains, setDomains] = useState(project.domains);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [asked, setAsked] = useState(false);
  const models = useModels(project.id).data ?? [];
  const datasets = (useDatasets(project.id).data ?? []).filter((one) => one.status === "ready");
  const start = useStartRun(project.id);
  const go = useGo();
  const fromDataset = FROM_DATASET.has(form.verb);
  const chosenDataset = dataset || datasets[0]?.id || "";

  const wrong = form.settings.filter((one) => problemWith(one, texts[one.name] ?? defaultText(one)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (wrong.length > 0) return focusFirstProblem(event.currentTarget as HTMLElement);
    const input = {
      verb: form.verb,
      settings: valuesOf(form.settings, texts),
      ...(name.trim() && { name: name.trim() }),
      ...(fromDataset && chosenDataset && { dataset: chosenDataset }),
      ...(!fromDataset && domains.length < project.domains.length && { domains }),
    };
    start.mutate(input, { onSuccess: (run) => go(`/runs/${run.id}`) });
  };

  const field = (setting: Verb["settings"][number]) => (
    <SettingField
      key={setting.name}
      setting={setting}
      text={texts[setting.name]}
      models={models}
      serverError={errorAt(start.error, `settings.${setting.name}`)}
      asked={asked}
      onChange={(text) => setTexts((before) => ({ ...before, [setting.name]: text }))}
    />
  );
  const isWide = (setting: Verb["settings"][number]) => setting.kind !== "";
  const first = form.settings.filter((setting) => !setting.fold);
  return (
    <form className="form" onSubmit={submit} noValidate>
      <FormProblem error={start.error} form={form} />
      {fromDataset && (
        <DatasetField
          project={project.id}
          options={datasets.map((one) => ({ id: one.id, words: `${one.name}, version ${one.version}` }))}
          value={chosenDataset}
          error={errorAt(start.error, "dataset")}
          onChange={setDataset}
        />
      )}
      {!fromDataset && <DomainChoice all={project.domains} chosen={domains} onChange={setDomains} />}
      {first.filter(isWide).map(field)}
      <div className="form-row">{first.filter((setting) => !isWide(setting)).map(field)}</div>
      <FoldedSettings
        settings={form.settings}
        field={field}
        isWrong={(setting) => wrong.includes(setting) || !!errorAt(start.error, `settings.${setting.name}`)}
      />
      <Field label="Name, if you like" help="To find the run again." error={errorAt(start.error, "name")}>
        {(wiring) => <input {...wiring} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <StartActions
        isStarting={start.isPending}
        cancelTo={`/projects/${project.id}/runs`}
        wrong={asked ? wrong : []}
      />
    </form>
  );
}

/** Bring the first wrong field into view once the form has marked it. */
function focusFirstProblem(form: HTMLElement): void {
  setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

function FormProblem({ error, form }: { error: ApiError | null; form: Verb }) {
  const places = ["name", "dataset", ...form.settings.map((setting) => `settings.${setting.name}`)];
  if (!error || allShown(error, places)) return null;
  const elsewhere = error.fields.filter((problem) => !places.includes(problem.field));
  return (
    <>
      <Problem error={error} />
      {elsewhere.map((problem) => (
        <p key={problem.field} className="field-error">
          {problem.field}: {problem.message}
        </p>
      ))}
    </>
  );
}

type DatasetProps = {
  project: string;
  options: { id: string; words: string }[];
  value: string;
  error: string | undefined;
  onChange: (id: string) => void;
};

function DatasetField({ project, options, value, error, onChange }: DatasetProps) {
  return (
    <Field
      label="Dataset"
      help="What it learns from, and the held-out prompts it is measured on."
      error={error}
    >
      {(wiring) =>
        options.length === 0 ? (
          <p>
            There is none yet. <Link to={`/projects/${project}/datasets`}>Freeze one first</Link>
          </p>
        ) : (
          <select {...wiring} value={value} onChange={(event) => onChange(event.target.value)}>
            {options.map((option) => (
              <option key={option.id} value={option.id}>
                {option.words}
              </option>
            ))}
          </select>
        )
      }
    </Field>
  );
}
