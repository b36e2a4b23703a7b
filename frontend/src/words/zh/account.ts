import type { account as english } from "../en/account";
import type { Translated } from "../keys";

export const account: Translated<typeof english> = {
  title: "账户",
  language: "语言",
  languageWords: "此浏览器中的界面语言。提示词和回答保持其原有的语言。",
  tokens: {
    title: "令牌",
    words:
      "用于脚本：发送 <header>Authorization: Bearer TOKEN</header>。令牌能做你能做的事，但限于你选择的权限范围。<schema>API 模式</schema>列出了全部接口。",
    columns: { name: "名称", scopes: "权限范围", made: "创建", used: "最近使用", ends: "到期" },
    never: "从不",
    revoke: "撤销",
    made: "请立即复制你的令牌；之后不会再显示。<token/>",
    copyWhat: "令牌",
    name: "名称",
    nameHelp: "你将在哪里使用它。",
    days: "有效天数",
    scopes: "权限范围",
    scope: {
      read: "查看项目、进度、提示词和运行",
      label: "领取任务、排序和跳过",
      export: "冻结并下载数据集",
      manage: "更改项目、成员、运行和令牌",
    },
    make: "创建令牌",
  },
};
