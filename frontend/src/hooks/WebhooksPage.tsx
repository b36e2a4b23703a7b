import { useState } from "react";
import type { Project } from "../api/getProject";
import { useWebhooks } from "../api/listWebhooks";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { t } from "../words/t";
import { NewWebhook } from "./NewWebhook";
import { SecretNotice } from "./SecretNotice";
import { WebhookCard } from "./WebhookCard";

export function WebhooksPage({ project }: { project: Project }) {
  const { data, error } = useWebhooks(project.id);
  const [secret, setSecret] = useState("");
  return (
    <>
      <PageHead title={t("hooks.title")}>
        <p className="soft">{t("hooks.words")}</p>
      </PageHead>
      {error && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {secret && <SecretNotice secret={secret} />}
      {data?.map((webhook) => (
        <WebhookCard key={webhook.id} project={project.id} webhook={webhook} onSecret={setSecret} />
      ))}
      {data && <NewWebhook project={project.id} onSecret={setSecret} />}
    </>
  );
}
