import type { Run } from "../api/getRun";
import { useRunForms } from "../api/getRunForms";
import { settingRows } from "./settingRows";

/** The settings of a run in the words and the order of the form it was started by; what is not as usual stands out. */
export function SettingsList({ run }: { run: Run }) {
  const forms = useRunForms().data?.verbs;
  const settings = forms?.find(({ verb }) => verb === run.verb)?.settings ?? [];
  return (
    <dl className="pairs">
      {settingRows(run.settings, settings, run.lineage ?? {}).map(({ name, label, value, usual }) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{label}</dt>
          <dd>
            {usual === null ? value : <strong>{value}</strong>}
            {usual !== null && <span className="soft"> usually {usual}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
