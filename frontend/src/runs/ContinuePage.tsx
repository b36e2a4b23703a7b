import { type FormEvent, useState } from "react";
import { useContinuation, useContinueRun } from "../api/continueRun";
import type { Run } from "../api/getRun";
import { type Setting, useRunForms } from "../api/getRunForms";
import { Link, useGo } from "../app/navigation";
import { Field } from "../ui/Field";
import { allShown, errorAt } from "../ui/fieldErrors";
import { figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { FoldedSettings } from "./FoldedSettings";
import { ownSettings } from "./ownSettings";
import { SettingField } from "./SettingField";
import { StartActions } from "./StartActions";
import { defaultText, problemWith, valuesOf } from "./settingText";

/** Start a new run that goes on from a checkpoint of this one with other numbers. */
export function ContinuePage({ run }: { run: Run }) {
  const forms = useRunForms();
  const continuation = useContinuation(run.id);
  const form = forms.data?.verbs.find(({ verb }) => verb === run.verb);
  const error = forms.error ?? continuation.error;
  return (
    <>
      <PageHead title="Go on with other numbers">
        <p className="soft">
          A new run takes over everything that <Link to={`/runs/${run.id}`}>{run.name}</Link> has learned up
          to a checkpoint. Model, reward model and prompts stay.
        </p>
      </PageHead>
      {error && <Problem error={error} />}
      {!error && !(form && continuation.data) && <Waiting />}
      {form && continuation.data && (
        <ContinueForm
          run={run}
          settings={ownSettings(form.settings, run.settings, continuation.data.kept)}
          steps={continuation.data.steps}
        />
      )}
    </>
  );
}

type FormProps = { run: Run; settings: Setting[]; steps: number[] };

function ContinueForm({ run, settings, steps }: FormProps) {
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [step, setStep] = useState(steps[0] ?? 0);
  const [asked, setAsked] = useState(false);
  const start = useContinueRun(run.id, run.project.id);
  const go = useGo();
  const wrong = settings.filter((one) => problemWith(one, texts[one.name] ?? defaultText(one)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (wrong.length > 0) return;
    const input = { settings: valuesOf(settings, texts), step, name: "" };
    start.mutate(input, { onSuccess: (made) => go(`/runs/${made.id}`) });
  };
  const field = (setting: Setting) => (
    <SettingField
      key={setting.name}
      setting={setting}
      text={texts[setting.name]}
      models={[]}
      serverError={errorAt(start.error, `settings.${setting.name}`)}
      asked={asked}
      onChange={(text) => setTexts((before) => ({ ...before, [setting.name]: text }))}
    />
  );
  const places = settings.map(({ name }) => `settings.${name}`);
  return (
    <form className="form" onSubmit={submit} noValidate>
      {start.error && !allShown(start.error, places) && <Problem error={start.error} />}
      <Field
        label="Checkpoint"
        help="The new run begins after this step. A run keeps its last two checkpoints: it cannot go on from an earlier step."
      >
        {(wiring) => (
          <select {...wiring} value={step} onChange={(event) => setStep(Number(event.target.value))}>
            {steps.map((one) => (
              <option key={one} value={one}>
                Step {figure(one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="form-row">{settings.filter((setting) => !setting.fold).map(field)}</div>
      <FoldedSettings
        settings={settings}
        field={field}
        isWrong={(setting) => wrong.includes(setting) || !!errorAt(start.error, `settings.${setting.name}`)}
      />
      <StartActions isStarting={start.isPending} cancelTo={`/runs/${run.id}`} wrong={asked ? wrong : []} />
    </form>
  );
}
