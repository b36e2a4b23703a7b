const LONGEST = 120;

/** Return the host that an address leads to, or nothing where it names none. */
export function hostOf(address: string): string {
  try {
    return new URL(address).host;
  } catch {
    return "";
  }
}

/** Return an address that can be read: never more than a line or two, however long it was written. */
export const shortAddress = (address: string): string =>
  address.length > LONGEST ? `${address.slice(0, LONGEST)}…` : address;
