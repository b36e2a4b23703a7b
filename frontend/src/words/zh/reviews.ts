import type { reviews as english } from "../en/reviews";
import type { Translated } from "../keys";

export const reviews: Translated<typeof english> = {
  title: "复核",
  words:
    "人们意见不一之处，分歧最大的在前：先看两人判断不同的比例，再看有多少人排过序。你的裁定会在数据集中取代他们的排序。",
  which: "哪些任务",
  states: { open: "待裁定（{{n, number}}）", settled: "已裁定（{{n, number}}）" },
  computed: "计算于 <when/>",
  previous: "上一页",
  next: "下一页",
  empty: {
    settled: "还没有任何裁定。",
    pending: "正在后台计算分歧，完成后会自动显示在这里。",
    alone: "每个任务只分给一人，因此不会有分歧。",
    open: "没有待裁定的分歧任务。",
  },
  table: {
    label: "待复核的任务",
    prompt: "提示词",
    domain: "领域",
    disagree: "分歧",
    people: "人数",
    settled: "裁定",
    by: "由 {{name}}",
    notYet: "尚未",
  },
  task: {
    title: "复核任务",
    all: "所有分歧",
    score_other:
      "{{domain}}。{{count, number}} 人排过序；在 {{judged, number}} 个两人判断中，{{share}} 不一致。",
    said: "他们的排序",
    names: "显示姓名",
    yours: "你的",
    allBad: "全都不好",
    afterwards: "，然后 ",
  },
  revisions: {
    settled: "已裁定",
    withdrawn: "曾经裁定，已撤回",
    given: "<strong>{{order}}</strong>，{{reviewer}}，<when/>",
    taken: "<strong>已撤回</strong>，{{reviewer}}，<when/>",
    open: "撤回裁定",
    why: "撤回的原因",
    whyHelp: "标注员的排序将重新生效。",
    withdraw: "撤回",
  },
  settle: {
    title: "裁定",
    again: "重新裁定",
    keys: "<k>1</k> … <k>9</k> 定名次，<k>J</k> <k>K</k> 下一个与上一个，<k>=</k> 并列，<k>Ctrl ↵</k> 裁定",
    why: "为什么是这个顺序",
    sayWhy: "请说明原因。",
    settle: "裁定",
  },
};
