import type { history as english } from "../en/history";
import type { Translated } from "../keys";

export const history: Translated<typeof english> = {
  title: "你的排序",
  words: "只有你能看到此列表。打开一项即可修改：每一版都会保留。",
  empty: {
    title: "你在这里还没有排过序",
    words: "你排序、跳过或放置过久的任务都会列在这里。",
    rank: "为回答排序",
  },
  columns: { prompt: "提示词", outcome: "你的处理", when: "时间", note: "备注" },
  late: "迟交，仍保留",
  ranked: "已排序",
  rankedAgain: "已排序，第 {{revision}} 版",
  expired: "时间已到",
  skipped: "已跳过：{{reason}}",
  skips: {
    unclear: "提示词不清楚",
    no_good_answer: "没有好的回答",
    cannot_judge: "我无法判断",
    offensive: "内容冒犯",
    broken: "显示有误",
    other: "其他原因",
  },
};
