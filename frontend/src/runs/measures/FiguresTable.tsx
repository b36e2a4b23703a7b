import type { Measure } from "../../api/measure";
import type { Measures } from "../../api/measures";
import { Figure } from "../../ui/Figure";
import type { Style } from "../../ui/numbers";
import { TableFrame } from "../../ui/TableFrame";

/** Every figure of the evaluation that is not a row of another table. */
export function FiguresTable({ measures }: { measures: Measures }) {
  return (
    <TableFrame label="All figures">
      <thead>
        <tr>
          <th>Measure</th>
          <th>Value</th>
        </tr>
      </thead>
      <tbody>
        {figuresOf(measures).map(([name, measure, style]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <Figure measure={measure} style={style} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function figuresOf({ calibration, length, ceiling, ...rest }: Measures): [string, Measure, Style][] {
  const beside: [string, Measure, Style][] = ceiling
    ? [
        ["A person with another", ceiling.people, "percent"],
        ["The model with a person, same pairs", ceiling.model, "percent"],
        ["The best there can be, same pairs", ceiling.best, "percent"],
      ]
    : [];
  return [
    ["Pairs ordered as people did", rest.accuracy, "percent"],
    ...beside,
    ["Best answer found", rest.top_1, "percent"],
    ["Kendall's tau-b with a ranking", rest.tau_b, "number"],
    ["Calibration error (ECE)", calibration.ece, "percent"],
    ["Calibration error with a temperature", calibration.ece_scaled, "percent"],
    ["Log loss, nats a pair", calibration.log_loss, "number"],
    ["Log loss with a temperature", calibration.log_loss_scaled, "number"],
    ["Temperature, fitted on these pairs", calibration.temperature, "number"],
    ["Length, within a prompt (Spearman)", length.within_prompt.spearman, "signed"],
    ["Length, within a prompt (Pearson)", length.within_prompt.pearson, "signed"],
    ["Length, all answers (Spearman)", length.spearman, "signed"],
    ["Length, all answers (Pearson)", length.pearson, "signed"],
    ["People prefer the longer", length.longer_wins.people, "percent"],
    ["The model prefers the longer", length.longer_wins.model, "percent"],
  ];
}
