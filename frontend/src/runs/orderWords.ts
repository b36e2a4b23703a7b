import { figure } from "../ui/numbers";
import { t } from "../words/t";

/** Return how much of an order of tasks was left to chance: "20 % of them at random". */
export const shareWords = (share: number): string =>
  share === 0
    ? "none of them at random"
    : `${t("ui.units.percent", { n: figure(Math.round(share * 1000) / 10) })} of them at random`;

/** Return how many nats a comparison tells on average, in words that no exponent is needed for. */
export const natsWords = (nats: number): string => (nats < 0.01 ? "less than 0.01" : figure(nats));
