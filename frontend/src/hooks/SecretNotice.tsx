import { CopyButton } from "../ui/CopyButton";
import { Rich } from "../words/Rich";
import { t } from "../words/t";

export function SecretNotice({ secret }: { secret: string }) {
  return (
    <div className="notice good" role="status">
      <p>
        <Rich text={t("hooks.secret")} tags={{ secret: () => <code className="token">{secret}</code> }} />
      </p>
      <CopyButton text={secret} what={t("hooks.secretWhat")} />
    </div>
  );
}
