import { type Delivery, useDeliveries } from "../api/listDeliveries";
import { useSendDeliveryAgain } from "../api/sendDeliveryAgain";
import { MoreButton } from "../ui/MoreButton";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { exactly } from "../ui/times";
import { When } from "../ui/When";
import { t } from "../words/t";
import { deliveryWords } from "./deliveryWords";

type Props = { project: string; webhook: string };

export function DeliveriesTable({ project, webhook }: Props) {
  const query = useDeliveries(project, webhook);
  const again = useSendDeliveryAgain(project, webhook);
  const rows = query.data?.pages.flatMap((page) => page.results) ?? [];
  const error = query.error ?? again.error;
  return (
    <div className="stack">
      {error && <Problem error={error} />}
      {query.data && rows.length === 0 && <p className="soft">{t("hooks.deliveries.none")}</p>}
      {rows.length > 0 && (
        <TableFrame label={t("hooks.deliveries.title")}>
          <thead>
            <tr>
              <th>{t("hooks.deliveries.event")}</th>
              <th>{t("hooks.deliveries.state")}</th>
              <th>{t("hooks.deliveries.answer")}</th>
              <th className="number">{t("hooks.deliveries.attempts")}</th>
              <th>{t("hooks.deliveries.happened")}</th>
              <th>
                <span className="visually-hidden">{t("hooks.deliveries.again")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((delivery) => (
              <DeliveryRow
                key={delivery.id}
                delivery={delivery}
                isBusy={again.isPending}
                onAgain={() => again.mutate(delivery.id)}
              />
            ))}
          </tbody>
        </TableFrame>
      )}
      <MoreButton query={query} />
    </div>
  );
}

type RowProps = { delivery: Delivery; isBusy: boolean; onAgain: () => void };

function DeliveryRow({ delivery, isBusy, onAgain }: RowProps) {
  const { words, tone } = deliveryWords(delivery);
  return (
    <tr>
      <th scope="row">{delivery.kind}</th>
      <td>
        <span className="status" data-tone={tone}>
          {words}
        </span>
        {delivery.status === "waiting" && delivery.attempts > 0 && delivery.next_at && (
          <span className="subline">{t("hooks.deliveries.next", { when: exactly(delivery.next_at) })}</span>
        )}
      </td>
      <td className="delivery-answer">
        {delivery.response_code ?? "–"}
        <span className="subline">{delivery.problem || delivery.response_text}</span>
      </td>
      <td className="number">{delivery.attempts}</td>
      <td>
        <When at={delivery.created_at} />
      </td>
      <td className="number">
        <button type="button" className="button small quiet" disabled={isBusy} onClick={onAgain}>
          {t("hooks.deliveries.again")}
          <span className="visually-hidden"> {delivery.kind}</span>
        </button>
      </td>
    </tr>
  );
}
