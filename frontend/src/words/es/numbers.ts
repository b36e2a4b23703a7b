import type { numbers as english } from "../en/numbers";
import type { Translated } from "../keys";

export const numbers: Translated<typeof english> = {
  points: "{{n}} puntos",
  interval: "{{low}} a {{high}}, {{counted}}",
  counted: "n = {{n}}",
};
