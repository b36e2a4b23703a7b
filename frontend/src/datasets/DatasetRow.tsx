import * as z from "zod/mini";
import type { Row } from "../api/listDatasetRows";
import { Message } from "../api/message";
import { Conversation } from "../ui/Conversation";
import { Markdown } from "../ui/Markdown";
import { t } from "../words/t";

const Turns = z.union([z.string(), z.array(Message)]);
const Preference = z.object({ prompt: Turns, chosen: Turns, rejected: Turns });
const Ranking = z.object({
  messages: z.array(Message),
  completions: z.array(z.object({ id: z.string(), text: z.string() })),
  groups: z.array(z.array(z.string())),
  annotator: z.optional(z.string()),
});

const asMessages = (turns: z.output<typeof Turns>): Message[] =>
  typeof turns === "string" ? [{ role: "user", content: turns }] : turns;

const asText = (turns: z.output<typeof Turns>): string =>
  typeof turns === "string" ? turns : turns.map((turn) => turn.content).join("\n\n");

export function PreferenceRow({ row }: { row: Row }) {
  const parsed = Preference.safeParse(row);
  if (!parsed.success) return <RawRow row={row} />;
  return (
    <article className="sample">
      <Conversation messages={asMessages(parsed.data.prompt)} />
      <div className="compare">
        {(["chosen", "rejected"] as const).map((side) => (
          <section key={side} className="sample-side">
            <div className="sample-head">
              <strong>{t(`datasets.rows.${side}`)}</strong>
            </div>
            <Markdown text={asText(parsed.data[side])} />
          </section>
        ))}
      </div>
    </article>
  );
}

export function RankingRow({ row }: { row: Row }) {
  const parsed = Ranking.safeParse(row);
  if (!parsed.success) return <RawRow row={row} />;
  const { messages, completions, groups, annotator } = parsed.data;
  const ranked = groups.flatMap((group, index) =>
    group.map((id) => ({ id, rank: index + 1, ties: group.length - 1 })),
  );
  return (
    <article className="sample">
      <Conversation messages={messages} />
      {annotator && <p className="soft small">{t("datasets.rows.by", { annotator })}</p>}
      <div className="compare">
        {ranked.map(({ id, rank, ties }) => (
          <section key={id} className="sample-side">
            <div className="sample-head">
              <strong>{t("datasets.rows.rank", { rank })}</strong>
              {ties > 0 && <span>{t("datasets.rows.tied", { count: ties })}</span>}
            </div>
            <Markdown text={completions.find((completion) => completion.id === id)?.text ?? ""} />
          </section>
        ))}
      </div>
    </article>
  );
}

const RawRow = ({ row }: { row: Row }) => <pre className="log">{JSON.stringify(row, null, 2)}</pre>;
