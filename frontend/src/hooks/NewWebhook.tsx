import { type FormEvent, useState } from "react";
import { useCreateWebhook } from "../api/createWebhook";
import type { WebhookEvent } from "../api/listWebhooks";
import { CheckChoices } from "../ui/CheckChoices";
import { Field } from "../ui/Field";
import { allShown, errorAt } from "../ui/fieldErrors";
import { Problem } from "../ui/Problem";
import { saidOf } from "../words/saidOf";
import { t } from "../words/t";
import { EVENTS, sayEvent } from "./webhookEvents";

type Props = { project: string; onSecret: (secret: string) => void };

export function NewWebhook({ project, onSecret }: Props) {
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState<WebhookEvent[]>(["run.finished"]);
  const create = useCreateWebhook(project);
  const { error } = create;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      { url: url.trim(), events },
      {
        onSuccess: ({ secret }) => {
          onSecret(secret);
          setUrl("");
        },
      },
    );
  };
  return (
    <section className="section" aria-labelledby="new-webhook">
      <h2 id="new-webhook">{t("hooks.add.title")}</h2>
      <form className="form" onSubmit={submit} noValidate>
        {error && !allShown(error, ["url", "events"]) && <Problem error={error} />}
        <Field label={t("hooks.address")} help={t("hooks.add.addressHelp")} error={errorAt(error, "url")}>
          {(wiring) => (
            <input
              {...wiring}
              type="url"
              autoComplete="off"
              placeholder="https://"
              value={url}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
        <CheckChoices
          label={t("hooks.events")}
          all={saidOf(EVENTS, sayEvent)}
          chosen={events}
          error={errorAt(error, "events")}
          onChange={setEvents}
        />
        <div className="actions">
          <button
            type="submit"
            className="button primary"
            disabled={create.isPending || url.trim() === "" || events.length === 0}
          >
            {t("hooks.add.add")}
          </button>
        </div>
      </form>
    </section>
  );
}
