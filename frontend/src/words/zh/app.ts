import type * as english from "../en/app";
import type { Translated } from "../keys";

export const app: Translated<typeof english.app> = {
  menu: {
    language: "语言",
    theme: "浅色与深色",
    themes: { system: "跟随系统", light: "浅色", dark: "深色" },
    account: "账户与令牌",
    administration: "后台管理",
    logOut: "退出登录",
  },
  tabs: {
    label: "项目",
    overview: "概览",
    rank: "排序",
    rankings: "你的排序",
    prompts: "提示词",
    quality: "质量",
    review: "复核",
    datasets: "数据集",
    runs: "运行",
    models: "模型",
    evaluations: "评估",
    members: "成员",
    settings: "设置",
  },
  noPage: {
    title: "没有这个页面",
    words: "地址可能写错了，或者它所指的内容已不存在。",
    back: "项目",
  },
};

export const ui: Translated<typeof english.ui> = {
  close: "关闭",
  loading: "正在加载",
  more: "显示更多",
  loadingMore: "正在加载…",
  tryAgain: "重试",
  logIn: "登录",
  table: "{{name}}，表格",
  tableInText: "表格",
  copy: "复制",
  copied: "已复制",
  copyByHand: "请选中后按 Ctrl C 复制",
  comma: "、",
  domains: "领域",
  ofAll: "{{done, number}} / {{total, number}}",
  asWritten: "这个回答太长，按原文显示。",
  image: { notLoaded: "图片，未加载", from: "来自 {{host}}" },
  speakers: { user: "用户", assistant: "助手", system: "指令" },
  times: {
    justNow: "刚刚",
    minutesAgo: "{{minutes}} 分钟前",
    hoursAgo: "{{hours}} 小时前",
    yesterday: "昨天",
  },
  units: {
    seconds: "{{n}} 秒",
    minutes: "{{n}} 分",
    hours: "{{n}} 小时",
    days: "{{n}} 天",
    percent: "{{n}}%",
  },
};

export const problem: Translated<typeof english.problem> = {
  offline: { message: "无法连接服务器。", hint: "请检查网络连接，然后重试。" },
  unreadable: {
    message: "服务器对 {{path}} 的回应格式不符（{{where}}）。",
    hint: "请重新加载页面。如果问题仍在，说明页面与服务器的版本不一致。",
  },
  server: { message: "服务器返回了 {{status}}。", hint: "请稍后重试。" },
  unauthenticated: { message: "你的登录已失效。", hint: "请登录后从原处继续。" },
  forbidden: { message: "你在此项目中的角色无权这样做。", hint: "请联系项目所有者。" },
  notFound: {
    message: "这里没有内容，或者你无权查看。",
    hint: "请检查地址，或请项目所有者添加你。",
  },
  throttled: { message: "短时间内请求过多。", hint: "请稍等片刻再试。" },
};
