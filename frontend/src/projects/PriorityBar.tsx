import { useState } from "react";
import { useSetPriority } from "../api/setPriority";
import { Field } from "../ui/Field";
import { errorAt } from "../ui/fieldErrors";
import { count } from "../ui/numbers";
import { Problem } from "../ui/Problem";

type Props = { project: string; chosen: string[]; domain: string; onDone: () => void };

/** Lets the chosen prompts, or else a whole domain, come earlier or later. */
export function PriorityBar({ project, chosen, domain, onDone }: Props) {
  const [priority, setPriority] = useState("1");
  const set = useSetPriority(project);
  const scope = chosen.length > 0 ? { prompts: chosen } : domain ? { domain } : null;
  const words =
    chosen.length > 0 ? count(chosen.length, "chosen prompt") : domain ? `all prompts of ${domain}` : "";
  return (
    <form
      className="priority-bar"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (scope) set.mutate({ priority: Number(priority), ...scope }, { onSuccess: onDone });
      }}
    >
      {set.error && !errorAt(set.error, "priority") && <Problem error={set.error} />}
      <Field
        label={words ? `Priority of ${words}` : "Priority"}
        help={
          words
            ? "0 is usual; higher comes first."
            : "Choose prompts, or a domain, that should come earlier or later."
        }
        error={errorAt(set.error, "priority")}
      >
        {(wiring) => (
          <span className="actions">
            <input
              {...wiring}
              type="number"
              min={-100}
              max={100}
              value={priority}
              onChange={(event) => setPriority(event.target.value)}
            />
            <button type="submit" className="button" disabled={!scope || set.isPending}>
              Set
            </button>
            <span role="status" className="soft">
              {set.data && `${count(set.data.tasks, "task")} changed`}
            </span>
          </span>
        )}
      </Field>
    </form>
  );
}
