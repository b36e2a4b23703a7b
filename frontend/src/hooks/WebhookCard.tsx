import { useState } from "react";
import { useDeleteWebhook } from "../api/deleteWebhook";
import type { Webhook } from "../api/listWebhooks";
import { useRotateWebhook } from "../api/rotateWebhook";
import { useTestWebhook } from "../api/testWebhook";
import { useUpdateWebhook } from "../api/updateWebhook";
import { Problem } from "../ui/Problem";
import { When } from "../ui/When";
import { DeliveriesTable } from "./DeliveriesTable";
import { EditWebhookDialog } from "./EditWebhookDialog";

type Props = { project: string; webhook: Webhook; onSecret: (secret: string) => void };

export function WebhookCard({ project, webhook, onSecret }: Props) {
  const [isEditing, setEditing] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const isOn = webhook.status === "on";
  return (
    <section className="webhook" aria-label={`Webhook ${webhook.url}`}>
      <header className="section-head">
        <div>
          <h2 className="webhook-url">{webhook.url}</h2>
          <p className="soft small">
            {webhook.events.join(", ")} · made <When at={webhook.created_at} /> by {webhook.created_by}
          </p>
        </div>
        <span className="status" data-tone={isOn ? "good" : "warning"}>
          {isOn ? "on" : "off"}
        </span>
      </header>
      <Actions project={project} webhook={webhook} onSecret={onSecret} onEdit={() => setEditing(true)} />
      <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>Deliveries</summary>
        {isOpen && <DeliveriesTable project={project} webhook={webhook.id} />}
      </details>
      {isEditing && (
        <EditWebhookDialog project={project} webhook={webhook} onClose={() => setEditing(false)} />
      )}
    </section>
  );
}

function Actions({ project, webhook, onSecret, onEdit }: Props & { onEdit: () => void }) {
  const test = useTestWebhook(project, webhook.id);
  const update = useUpdateWebhook(project);
  const rotate = useRotateWebhook(project);
  const remove = useDeleteWebhook(project);
  const error = test.error ?? update.error ?? rotate.error ?? remove.error;
  const next = webhook.status === "on" ? "off" : "on";
  return (
    <>
      {error && <Problem error={error} />}
      <div className="actions">
        <button
          type="button"
          className="button small"
          disabled={test.isPending}
          onClick={() => test.mutate(undefined)}
        >
          Send a test
        </button>
        <button type="button" className="button small" onClick={onEdit}>
          Change
        </button>
        <button
          type="button"
          className="button small"
          disabled={update.isPending}
          onClick={() => update.mutate({ id: webhook.id, status: next })}
        >
          Turn {next}
        </button>
        <button
          type="button"
          className="button small"
          disabled={rotate.isPending}
          onClick={() => rotate.mutate(webhook.id, { onSuccess: ({ secret }) => onSecret(secret) })}
        >
          New secret
        </button>
        <button
          type="button"
          className="button small quiet"
          disabled={remove.isPending}
          onClick={() => remove.mutate(webhook.id)}
        >
          Remove
        </button>
        <span role="status" className="soft small">
          {test.isSuccess && "The test is on its way; see the deliveries."}
        </span>
      </div>
    </>
  );
}
