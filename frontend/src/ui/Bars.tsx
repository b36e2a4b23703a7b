type Props = { label: string; values: { name: string; value: number }[] };

/** Small bars side by side, for counts by day. */
export function Bars({ label, values }: Props) {
  const most = Math.max(1, ...values.map(({ value }) => value));
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${values.length * 10} 40`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {values.map(({ name, value }, index) => {
        const height = Math.max(value > 0 ? 1.5 : 0.5, (value / most) * 40);
        return (
          <rect key={name} x={index * 10 + 1} y={40 - height} width={8} height={height}>
            <title>{`${name}: ${value}`}</title>
          </rect>
        );
      })}
    </svg>
  );
}
