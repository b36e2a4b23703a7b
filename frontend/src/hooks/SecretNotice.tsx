import { CopyButton } from "../ui/CopyButton";

export function SecretNotice({ secret }: { secret: string }) {
  return (
    <div className="notice good" role="status">
      <p>
        Copy the signing secret now; it is not shown again. <code className="token">{secret}</code>
      </p>
      <CopyButton text={secret} what="the secret" />
    </div>
  );
}
