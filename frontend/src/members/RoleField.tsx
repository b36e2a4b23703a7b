import type { Role } from "../api/getMe";
import { Field } from "../ui/Field";
import { t } from "../words/t";
import { ROLES } from "./roles";

type Props = { value: Role; error: string | undefined; onChange: (role: Role) => void };

export function RoleField({ value, error, onChange }: Props) {
  return (
    <Field label={t("members.role")} error={error}>
      {(wiring) => (
        <select {...wiring} value={value} onChange={(event) => onChange(event.target.value as Role)}>
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {t(`projects.roles.${role}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
