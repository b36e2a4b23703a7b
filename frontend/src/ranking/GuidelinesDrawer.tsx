import { useGuidelines } from "../api/getGuidelines";
import { Dialog } from "../ui/Dialog";
import { Markdown } from "../ui/Markdown";
import { Problem } from "../ui/Problem";
import { exactly } from "../ui/times";
import { Waiting } from "../ui/Waiting";

type Props = { project: string; version?: number; onClose: () => void };

export function GuidelinesDrawer({ project, version, onClose }: Props) {
  const { data, error } = useGuidelines(project, version);
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
