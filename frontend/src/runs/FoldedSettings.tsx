import { type ReactNode, useState } from "react";
import type { Setting } from "../api/getRunForms";

type Asked = {
  field: (setting: Setting) => ReactNode;
  /** Whether a setting must be seen: its fold opens. */
  isWrong: (setting: Setting) => boolean;
};

/** The settings that few change, under one heading each. `settings` come fold by fold. */
export function FoldedSettings({ settings, ...asked }: Asked & { settings: Setting[] }) {
  const folds = new Map<string, Setting[]>();
  for (const setting of settings) {
    if (setting.fold) folds.set(setting.fold, [...(folds.get(setting.fold) ?? []), setting]);
  }
  return (
    <div>
      {[...folds].map(([heading, inside]) => (
        <SettingsFold key={heading} heading={heading} inside={inside} {...asked} />
      ))}
    </div>
  );
}

/** One heading; closed it names what is in it. Once a wrong number has opened it, mending the number leaves it open. */
function SettingsFold({ heading, inside, field, isWrong }: Asked & { heading: string; inside: Setting[] }) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen && inside.some(isWrong)) setOpen(true);
  return (
    <details className="fold" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {heading} <span className="fold-names">{inside.map(({ label }) => label).join(", ")}</span>
      </summary>
      <div className="form-row">{inside.map(field)}</div>
    </details>
  );
}
