/** Above this many characters a text is shown as it was written: some texts cost Markdown the square of their length. */
export const LONGEST_MARKDOWN = 60_000;
