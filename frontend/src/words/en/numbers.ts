export const numbers = {
  points: "{{n}} points",
  interval: "{{low}} to {{high}}, {{counted}}",
  counted: "n = {{n}}",
} as const;
