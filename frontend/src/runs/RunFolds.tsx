import { useState } from "react";
import { isLive, type Run } from "../api/getRun";
import type { RunEvent } from "../api/getRunEvents";
import { useRunLog } from "../api/getRunLog";
import { flatten } from "../datasets/flatten";
import { wordsOf } from "./logWords";
import { MemoryTable } from "./MemoryTable";
import type { Role } from "./memoryRoles";
import { PictureGrid } from "./PictureGrid";
import { detailPictures } from "./pictures";
import type { RunSeries } from "./runSeries";
import { SettingsList } from "./SettingsList";

type Props = { run: Run; events: readonly RunEvent[]; series: RunSeries; roles: readonly Role[] };

/** The rest of a run, folded: what only someone with a question opens. */
export function RunFolds({ run, events, series, roles }: Props) {
  const { losses, speed } = detailPictures(run.verb, series);
  const from = run.continues?.step ?? 0;
  return (
    <div>
      {losses.length > 0 && (
        <Fold title="Losses and more">{() => <PictureGrid pictures={losses} from={from} />}</Fold>
      )}
      {(speed.length > 0 || roles.length > 0) && (
        <Fold title="Speed and memory">
          {() => (
            <>
              <PictureGrid pictures={speed} from={from} />
              <MemoryTable roles={roles} />
            </>
          )}
        </Fold>
      )}
      {Object.keys(run.state.result ?? {}).length > 0 && (
        <Fold title="Result">{() => <Entries value={run.state.result} />}</Fold>
      )}
      <Fold title="Settings">{() => <SettingsList run={run} />}</Fold>
      <Fold title="Lineage">{() => <Entries value={run.lineage ?? {}} />}</Fold>
      <Fold title="Log">{() => <Log run={run} events={events} />}</Fold>
    </div>
  );
}

/** Draw the content only once it is open: a closed picture has no width to draw in. */
function Fold({ title, children }: { title: string; children: () => React.ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && children()}
    </details>
  );
}

function Entries({ value }: { value: unknown }) {
  return (
    <dl className="pairs">
      {flatten(value).map(([name, text]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function Log({ run, events }: { run: Run; events: readonly RunEvent[] }) {
  const { data, error } = useRunLog(run.id, isLive(run.status));
  const words = wordsOf(events);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long log scrolls by key too
    <section className="log" tabIndex={0} aria-label="Log">
      {words.length > 0 && <pre>{words.join("\n")}</pre>}
      {data?.text && <pre>{data.text}</pre>}
      {!data?.text && words.length === 0 && <pre>{error ? error.message : "Nothing yet."}</pre>}
    </section>
  );
}
