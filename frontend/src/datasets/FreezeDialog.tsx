import { type FormEvent, useState } from "react";
import { useFreezeDataset } from "../api/freezeDataset";
import type { Project } from "../api/getProject";
import { useGo } from "../app/navigation";
import { Dialog } from "../ui/Dialog";
import { DomainChoice } from "../ui/DomainChoice";
import { Field } from "../ui/Field";
import { allShown, errorAt } from "../ui/fieldErrors";
import { Problem } from "../ui/Problem";
import { t } from "../words/t";

type Props = { project: Project; onClose: () => void };

export function FreezeDialog({ project, onClose }: Props) {
  const [name, setName] = useState("");
  const [domains, setDomains] = useState(project.domains);
  const [share, setShare] = useState("20");
  const [seed, setSeed] = useState("0");
  const [scripted, setScripted] = useState(true);
  const [gold, setGold] = useState(false);
  const [settled, setSettled] = useState(true);
  const freeze = useFreezeDataset(project.id);
  const go = useGo();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = {
      name: name.trim(),
      domains: domains.length === project.domains.length ? null : domains,
      heldout_share: Number(share) / 100,
      seed: Number(seed),
      include_scripted: scripted,
      include_gold: gold,
      adjudicated: settled ? ("prefer" as const) : ("ignore" as const),
    };
    freeze.mutate(input, { onSuccess: (dataset) => go(`/datasets/${dataset.id}`) });
  };
  const { error } = freeze;
  return (
    <Dialog title={t("datasets.freezeOne")} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        {error && !allShown(error, ["name", "heldout_share", "seed"]) && <Problem error={error} />}
        <Field
          label={t("datasets.freeze.name")}
          help={t("datasets.freeze.nameHelp")}
          error={errorAt(error, "name")}
        >
          {(wiring) => <input {...wiring} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <DomainChoice all={project.domains} chosen={domains} onChange={setDomains} />
        <div className="form-row">
          <Field
            label={t("datasets.freeze.heldout")}
            help={t("datasets.freeze.heldoutHelp")}
            error={errorAt(error, "heldout_share")}
          >
            {(wiring) => (
              <input
                {...wiring}
                inputMode="decimal"
                value={share}
                onChange={(event) => setShare(event.target.value)}
              />
            )}
          </Field>
          <Field
            label={t("datasets.freeze.seed")}
            help={t("datasets.freeze.seedHelp")}
            error={errorAt(error, "seed")}
          >
            {(wiring) => (
              <input
                {...wiring}
                inputMode="numeric"
                value={seed}
                onChange={(event) => setSeed(event.target.value)}
              />
            )}
          </Field>
        </div>
        <label className="choice">
          <input type="checkbox" checked={scripted} onChange={(event) => setScripted(event.target.checked)} />
          {t("datasets.freeze.scripted")}
        </label>
        {project.counts.gold > 0 && (
          <label className="choice">
            <input type="checkbox" checked={gold} onChange={(event) => setGold(event.target.checked)} />
            {t("datasets.freeze.gold")}
          </label>
        )}
        <label className="choice">
          <input type="checkbox" checked={settled} onChange={(event) => setSettled(event.target.checked)} />
          {t("datasets.freeze.settled")}
        </label>
        <div className="actions">
          <button
            type="submit"
            className="button primary"
            disabled={freeze.isPending || domains.length === 0}
          >
            {t(freeze.isPending ? "datasets.freeze.freezing" : "datasets.freeze.freeze")}
          </button>
          <button type="button" className="button quiet" onClick={onClose}>
            {t("datasets.freeze.cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
