import { type FormEvent, useState } from "react";
import type { Webhook } from "../api/listWebhooks";
import { useUpdateWebhook } from "../api/updateWebhook";
import { CheckChoices } from "../ui/CheckChoices";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { allShown, errorAt } from "../ui/fieldErrors";
import { Problem } from "../ui/Problem";
import { saidOf } from "../words/saidOf";
import { t } from "../words/t";
import { EVENTS, sayEvent } from "./webhookEvents";

type Props = { project: string; webhook: Webhook; onClose: () => void };

export function EditWebhookDialog({ project, webhook, onClose }: Props) {
  const [url, setUrl] = useState(webhook.url);
  const [events, setEvents] = useState(webhook.events);
  const update = useUpdateWebhook(project);
  const { error } = update;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate({ id: webhook.id, url: url.trim(), events }, { onSuccess: onClose });
  };
  return (
    <Dialog title={t("hooks.edit.title")} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        {error && !allShown(error, ["url", "events"]) && <Problem error={error} />}
        <Field label={t("hooks.address")} error={errorAt(error, "url")}>
          {(wiring) => (
            <input {...wiring} type="url" value={url} onChange={(event) => setUrl(event.target.value)} />
          )}
        </Field>
        <CheckChoices
          label={t("hooks.events")}
          all={saidOf(EVENTS, sayEvent)}
          chosen={events}
          onChange={setEvents}
        />
        <div className="actions">
          <button
            type="submit"
            className="button primary"
            disabled={update.isPending || url.trim() === "" || events.length === 0}
          >
            {t("hooks.edit.save")}
          </button>
          <button type="button" className="button quiet" onClick={onClose}>
            {t("hooks.edit.cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
