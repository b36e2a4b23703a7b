import { useGuidelines } from "../api/getGuidelines";
import { Dialog } from "../ui/Dialog";
import { Markdown } from "../ui/Markdown";
import { Problem } from "../ui/Problem";
import { exactly } from "../ui/times";
import { Waiting } from "../ui/Waiting";
import { t } from "../words/t";

type Props = { project: string; version?: number; onClose: () => void };

export function GuidelinesDrawer({ project, version, onClose }: Props) {
  const { data, error } = useGuidelines(project, version);
  return (
    <Dialog title={t("ranking.guidelines.title")} onClose={onClose} side>
      {error && !data && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <p className="soft small">{sayVersion(data)}</p>
          {data.text ? <Markdown text={data.text} /> : <p>{t("ranking.guidelines.none")}</p>}
        </>
      )}
    </Dialog>
  );
}

const sayVersion = ({
  version,
  updated_at,
}: {
  version: number;
  updated_at?: string | null | undefined;
}): string =>
  updated_at
    ? t("ranking.guidelines.versionOf", { version, when: exactly(updated_at) })
    : t("ranking.guidelines.version", { version });
