import type { Progress } from "../api/getProgress";
import { Figure } from "../ui/Figure";
import { IntervalPlot } from "../ui/IntervalPlot";
import { intervalRange } from "../ui/intervalRange";
import { figure, withInterval } from "../ui/numbers";
import { TableFrame } from "../ui/TableFrame";
import { When } from "../ui/When";

type Agreement = Progress["agreement"];
type Props = { agreement: Agreement; overlap: number };

export function AgreementSection({ agreement, overlap }: Props) {
  const isMeasured = agreement.raw.value !== null;
  return (
    <section className="section" aria-labelledby="agreement">
      <div className="section-head">
        <h2 id="agreement">Agreement</h2>
        {agreement.at && isMeasured && (
          <p className="soft small">
            Worked out <When at={agreement.at} />, as are ties and first shown wins.
          </p>
        )}
      </div>
      {!isMeasured && <p className="soft">{agreement.reason || reasonFor(overlap)}</p>}
      {isMeasured && (
        <dl className="facts">
          <div>
            <dt>Two people prefer the same answer</dt>
            <dd>
              <Figure measure={agreement.raw} style="percent" />
            </dd>
          </div>
          <div>
            <dt>Krippendorff's alpha</dt>
            <dd>
              <Figure measure={agreement.alpha} />
            </dd>
          </div>
          <div>
            <dt>Pairs judged by two or more</dt>
            <dd>
              <strong>{figure(agreement.pairs)}</strong>
            </dd>
          </div>
        </dl>
      )}
      {isMeasured && <ByDomain rows={agreement.by_domain} />}
    </section>
  );
}

const reasonFor = (overlap: number): string =>
  overlap < 2
    ? "Each task goes to one person. Ask two or more people per task in the settings to measure agreement."
    : "No task has been ranked by two people yet.";

function ByDomain({ rows }: { rows: Agreement["by_domain"] }) {
  if (rows.length < 2) return null;
  const [low, high] = intervalRange(
    rows.map((row) => row.raw),
    [0.5],
  );
  return (
    <TableFrame label="Agreement by domain">
      <thead>
        <tr>
          <th>Domain</th>
          <th>Same preference</th>
          <th>
            <span className="visually-hidden">Interval</span>
          </th>
          <th>Alpha</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ domain, raw, alpha }) => (
          <tr key={domain}>
            <th scope="row">{domain}</th>
            <td>
              <Figure measure={raw} style="percent" />
            </td>
            <td>
              <IntervalPlot
                label={withInterval(raw, "percent")}
                marks={[{ measure: raw, tone: "accent" }]}
                low={low}
                high={high}
                zero={0.5}
              />
            </td>
            <td>
              <Figure measure={alpha} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}
