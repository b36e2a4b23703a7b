import { useGuidelines } from "../api/getGuidelines";
import { Dialog } from "../ui/Dialog";
import { Markdown } from "../ui/Markdown";
import { Problem } from "../ui/Problem";
import { exactly } from "../ui/times";
import { Waiting } from "../ui/Waiting";

export function GuidelinesDrawer({ project, onClose }: { project: string; onClose: () => void }) {
  const { data, error } = useGuidelines(project);
  return (
    <Dialog title="Guidelines" onClose={onClose} side>
      {error && !data && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <p className="soft small">
            Version {data.version}
            {data.updated_at && `, ${exactly(data.updated_at)}`}
          </p>
          {data.text ? <Markdown text={data.text} /> : <p>The owner has not written guidelines yet.</p>}
        </>
      )}
    </Dialog>
  );
}
