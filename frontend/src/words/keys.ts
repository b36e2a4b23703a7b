import type first from "./en/first";
import type rest from "./en/rest";

/** Texts in their groups. What ends in `_one` and `_other` is one text in its plural forms, found by `count`. */
export type Words = { readonly [name: string]: string | Words };

type English = typeof first & typeof rest;

type Form = "one" | "many" | "other";
type Whole<Name extends string> = Name extends `${infer Start}_${Form}` ? Start : Name;

type KeysOf<W> = {
  [Name in keyof W & string]: W[Name] extends string ? Whole<Name> : `${Name}.${KeysOf<W[Name]>}`;
}[keyof W & string];

/** The name of every text there is in English: a misspelt one is no program. */
export type Key = KeysOf<English>;

type TextAt<W, K extends string> = K extends `${infer Group}.${infer Rest}`
  ? Group extends keyof W
    ? TextAt<W[Group], Rest>
    : never
  : K extends keyof W
    ? W[K]
    : `${K}_other` extends keyof W
      ? W[`${K}_other`] | "{{count}}"
      : never;

type NameIn<Inside extends string> = Inside extends `${infer Name},${string}` ? Name : Inside;
type NamesIn<Text> = Text extends `${string}{{${infer Inside}}}${infer Rest}`
  ? NameIn<Inside> | NamesIn<Rest>
  : never;

/** What has to be given for the places in a text, such as {{letter}}: everything that the English text names. */
export type ValuesFor<K extends Key> = {
  [Name in NamesIn<TextAt<English, K>>]: Name extends "count" ? number : string | number;
};

/** The same texts in another language: the same names, and the plural forms that the language has. */
export type Translated<W> = {
  readonly [Name in keyof W as Name extends `${string}_one` ? never : Name]: W[Name] extends string
    ? string
    : Translated<W[Name]>;
} & {
  readonly [Name in keyof W as Name extends `${infer Start}_other`
    ? `${Start}_one` | `${Start}_many`
    : never]?: string;
};
