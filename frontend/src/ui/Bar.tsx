type Props = { label: string; done: number; of: number };

export function Bar({ label, done, of }: Props) {
  return <progress className="bar" aria-label={label} value={Math.min(done, of)} max={Math.max(1, of)} />;
}
