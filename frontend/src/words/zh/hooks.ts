import type { hooks as english } from "../en/hooks";
import type { Translated } from "../keys";

export const hooks: Translated<typeof english> = {
  title: "Webhook",
  words:
    "这里发生事件时，Podium 会调用你的地址。请求按 Standard Webhooks 规范签名；如果你的服务器没有应答，会在近一天内反复重试。",
  address: "地址",
  events: "事件",
  event: {
    ranking: "每份排序，以及排序的每个新版本",
    project: "一次，当所需排序全部完成时",
    run: "当运行完成、失败、被停止或丢失时",
  },
  secret: "请立即复制签名密钥；之后不会再显示。<secret/>",
  secretWhat: "密钥",
  add: {
    title: "添加 Webhook",
    addressHelp: "必须能从互联网访问，并在 5 秒内应答。",
    add: "添加",
  },
  edit: { title: "修改 Webhook", save: "保存", cancel: "取消" },
  card: {
    label: "Webhook {{url}}",
    made: "{{events}} · 创建于 <when/>，创建者 {{name}}",
    on: "已启用",
    off: "已停用",
    test: "发送测试",
    tested: "测试已发出；请查看投递记录。",
    change: "修改",
    turnOn: "启用",
    turnOff: "停用",
    newSecret: "新密钥",
    remove: "移除",
  },
  deliveries: {
    title: "投递记录",
    none: "还没有发送任何内容。请发送一次测试。",
    event: "事件",
    state: "状态",
    answer: "应答",
    attempts: "尝试次数",
    happened: "发生时间",
    again: "重新发送",
    next: "下次 {{when}}",
    delivered: "已送达",
    failed: "已放弃",
    begun: "正在发送",
    waiting: "已尝试，等待中",
  },
};
