import { useState } from "react";
import { useDeleteWebhook } from "../api/deleteWebhook";
import type { Webhook } from "../api/listWebhooks";
import { useRotateWebhook } from "../api/rotateWebhook";
import { useTestWebhook } from "../api/testWebhook";
import { useUpdateWebhook } from "../api/updateWebhook";
import { Problem } from "../ui/Problem";
import { When } from "../ui/When";
import { Rich } from "../words/Rich";
import { t } from "../words/t";
import { DeliveriesTable } from "./DeliveriesTable";
import { EditWebhookDialog } from "./EditWebhookDialog";

type Props = { project: string; webhook: Webhook; onSecret: (secret: string) => void };

export function WebhookCard({ project, webhook, onSecret }: Props) {
  const [isEditing, setEditing] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const isOn = webhook.status === "on";
  return (
    <section className="webhook" aria-label={t("hooks.card.label", { url: webhook.url })}>
      <header className="section-head">
        <div>
          <h2 className="webhook-url">{webhook.url}</h2>
          <p className="soft small">
            <Rich
              text={t("hooks.card.made", { events: webhook.events.join(", "), name: webhook.created_by })}
              tags={{ when: () => <When at={webhook.created_at} /> }}
            />
          </p>
        </div>
        <span className="status" data-tone={isOn ? "good" : "warning"}>
          {t(isOn ? "hooks.card.on" : "hooks.card.off")}
        </span>
      </header>
      <Actions project={project} webhook={webhook} onSecret={onSecret} onEdit={() => setEditing(true)} />
      <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t("hooks.deliveries.title")}</summary>
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
          {t("hooks.card.test")}
        </button>
        <button type="button" className="button small" onClick={onEdit}>
          {t("hooks.card.change")}
        </button>
        <button
          type="button"
          className="button small"
          disabled={update.isPending}
          onClick={() => update.mutate({ id: webhook.id, status: next })}
        >
          {t(next === "on" ? "hooks.card.turnOn" : "hooks.card.turnOff")}
        </button>
        <button
          type="button"
          className="button small"
          disabled={rotate.isPending}
          onClick={() => rotate.mutate(webhook.id, { onSuccess: ({ secret }) => onSecret(secret) })}
        >
          {t("hooks.card.newSecret")}
        </button>
        <button
          type="button"
          className="button small quiet"
          disabled={remove.isPending}
          onClick={() => remove.mutate(webhook.id)}
        >
          {t("hooks.card.remove")}
        </button>
        <span role="status" className="soft small">
          {test.isSuccess && t("hooks.card.tested")}
        </span>
      </div>
    </>
  );
}
