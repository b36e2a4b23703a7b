import type { projects as english } from "../en/projects";
import type { Translated } from "../keys";

export const projects: Translated<typeof english> = {
  title: "项目",
  new: "新建项目",
  empty: {
    title: "从一个项目开始",
    words:
      "项目包含提示词以及模型对它们的回答。人们为回答排序；你用他们的排序训练奖励模型，再用它来对齐模型。如果你是来排序的，请让项目所有者添加你的邮箱地址。",
  },
  columns: {
    project: "项目",
    state: "状态",
    ranked: "已排序",
    prompts: "提示词",
    rankings: "排序",
    you: "你",
    next: "下一步",
  },
  demo: "演示 · {{domains}}",
  noTasks: "还没有任务",
  done_other: "{{done, number}} / {{count, number}} 个任务",
  doneLabel_other: "{{count, number}} 个任务中已排 {{done, number}} 个",
  rank: "排序",
  status: { active: "进行中", paused: "已暂停", archived: "已归档" },
  roles: { owner: "所有者", reviewer: "复核员", annotator: "标注员", researcher: "研究员" },
  overview: {
    rank: "为回答排序",
    paused: "此项目已暂停：不会分发新任务。",
    archived: "此项目已归档：不会分发新任务。",
    welcome: "你在这里为回答排序。请先阅读标注指南：在排序页面按 G 键即可打开。",
  },
};
