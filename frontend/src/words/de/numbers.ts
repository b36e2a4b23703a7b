import type { numbers as english } from "../en/numbers";
import type { Translated } from "../keys";

export const numbers: Translated<typeof english> = {
  points: "{{n}} Punkte",
  interval: "{{low}} bis {{high}}, {{counted}}",
  counted: "n = {{n}}",
};
