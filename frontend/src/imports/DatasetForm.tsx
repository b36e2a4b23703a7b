import { type FormEvent, useState } from "react";
import { useNameDataset } from "../api/nameDataset";
import { Field } from "../ui/Field";
import { Problem } from "../ui/Problem";

type Props = { project: string; onOpen: (id: string) => void };
type Place = "hub" | "folder";
const HELP: Record<Place, string> = {
  hub: "As its page writes it: owner/name.",
  folder: "Below the folder that whoever runs the site has set for this.",
};

export function DatasetForm({ project, onOpen }: Props) {
  const [place, setPlace] = useState<Place>("hub");
  const [name, setName] = useState("");
  const [split, setSplit] = useState("");
  const [config, setConfig] = useState("");
  const fetching = useNameDataset(project);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = { [place]: name.trim(), split: split.trim(), config: config.trim() };
    fetching.mutate(given, { onSuccess: (source) => onOpen(source.id) });
  };
  return (
    <form className="form" onSubmit={submit}>
      {fetching.error && <Problem error={fetching.error} />}
      <Field label="Where it is">
        {(wiring) => (
          <select {...wiring} value={place} onChange={(event) => setPlace(event.target.value as Place)}>
            <option value="hub">On the Hugging Face hub</option>
            <option value="folder">In a folder on the server</option>
          </select>
        )}
      </Field>
      <Field label="Name" help={HELP[place]}>
        {(wiring) => (
          <input {...wiring} required value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <div className="form-row">
        <Field label="Split" help="Empty: the training split of the hub, every file of a folder.">
          {(wiring) => <input {...wiring} value={split} onChange={(event) => setSplit(event.target.value)} />}
        </Field>
        {place === "hub" && (
          <Field label="Configuration" help="Empty: the only one, or the default.">
            {(wiring) => (
              <input {...wiring} value={config} onChange={(event) => setConfig(event.target.value)} />
            )}
          </Field>
        )}
      </div>
      <div className="actions">
        <button type="submit" className="button" disabled={fetching.isPending || name.trim() === ""}>
          Fetch it
        </button>
      </div>
    </form>
  );
}
