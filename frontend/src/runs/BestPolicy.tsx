import * as z from "zod/mini";
import type { RunEvent } from "../api/getRunEvents";
import { Measure } from "../api/measure";
import { figure, withInterval } from "../ui/numbers";

const Best = z.object({
  name: z.literal("policy-best"),
  step: z.number(),
  values: z.object({ heldout_reward_gain: Measure, heldout_kl: Measure }),
});
export type Best = z.output<typeof Best>;

/** Return the policy of the best exam so far, or nothing before there is one. */
export function bestOf(events: readonly RunEvent[]): Best | undefined {
  for (const event of events.toReversed()) {
    const best = Best.safeParse(event);
    if (event.kind === "artifact" && best.success) return best.data;
  }
  return undefined;
}

/** Which policy is kept as the best within its KL bound, and what it reached. */
export function BestPolicy({
  best,
  bound,
  isOver,
}: {
  best: Best | undefined;
  bound: unknown;
  isOver: boolean;
}) {
  if (!best) return null;
  const { heldout_reward_gain: gain, heldout_kl: kl } = best.values;
  return (
    <p className="soft">
      Best policy{typeof bound === "number" && ` within KL ${figure(bound)}`}: that of step{" "}
      {figure(best.step)}, reward {withInterval(gain, "signed")} over the reference at KL {figure(kl.value)}.
      {!isOver && " It becomes a model when the run ends or is stopped."}
    </p>
  );
}
