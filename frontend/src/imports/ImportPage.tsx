import { useState } from "react";
import { useImport } from "../api/getImport";
import type { Project } from "../api/getProject";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { DraftStep } from "./DraftStep";
import { ImportFormats } from "./ImportFormats";
import { ImportHistory } from "./ImportHistory";
import { ImportState } from "./ImportState";
import { SourceStep } from "./SourceStep";

/** Send or name something, look at it, then import it: nothing is taken in before the person says so. */
export function ImportPage({ project }: { project: Project }) {
  const [current, setCurrent] = useState("");
  return (
    <>
      <PageHead title="Import">
        <p className="soft">Prompts, optionally with answers, optionally with people's rankings of them.</p>
      </PageHead>
      {current === "" && <SourceStep project={project.id} onOpen={setCurrent} />}
      {current !== "" && (
        <CurrentImport key={current} project={project} id={current} onLeave={() => setCurrent("")} />
      )}
      <ImportFormats />
      <ImportHistory project={project.id} onOpen={setCurrent} />
    </>
  );
}

type CurrentProps = { project: Project; id: string; onLeave: () => void };

function CurrentImport({ project, id, onLeave }: CurrentProps) {
  const { data, error } = useImport(project.id, id);
  if (!data) return error ? <Problem error={error} /> : <Waiting />;
  return (
    <section className="section" aria-label={data.file_name} aria-live="polite">
      {data.status === "draft" ? (
        <DraftStep project={project} source={data} onLeave={onLeave} />
      ) : (
        <ImportState project={project} source={data} onLeave={onLeave} />
      )}
    </section>
  );
}
