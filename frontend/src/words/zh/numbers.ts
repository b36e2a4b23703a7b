import type { numbers as english } from "../en/numbers";
import type { Translated } from "../keys";

export const numbers: Translated<typeof english> = {
  points: "{{n}} 个百分点",
  interval: "{{low}} 至 {{high}}，{{counted}}",
  counted: "n = {{n}}",
};
