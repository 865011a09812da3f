export interface Product {
  readonly slug: "teapot" | "lamp" | "fern" | "stool";
  readonly name: string;
  readonly price: number;
  readonly text: string;
}

export const PRODUCTS: readonly Product[] = [
  { slug: "teapot", name: "Teapot", price: 34, text: "Two cups, no drips." },
  { slug: "lamp", name: "Desk lamp", price: 58, text: "Light where you look." },
  { slug: "fern", name: "Fern", price: 19, text: "Asks for little." },
  { slug: "stool", name: "Stool", price: 72, text: "Three legs never wobble." },
];

const drawing = (lines: string) => `<svg viewBox="0 0 64 48" aria-hidden="true">${lines}</svg>`;

export const DRAWINGS: Readonly<Record<Product["slug"], string>> = {
  teapot: drawing(
    '<path d="M20 22h22c3 12-2 18-5 18H25c-3 0-8-6-5-18zM24 22c0-7 14-7 14 0M31 16v-3M42 26c10-3 9 9-1 9M20 28c-6 0-4-8-9-8"/>',
  ),
  lamp: drawing('<path d="M22 41h20M32 41V27l-9-9M17 22 28 11c5 2 6 6 5 9l-9 8c-4 0-6-2-7-6z"/>'),
  fern: drawing(
    '<path d="M25 32h14l-2 10H27zM32 32c0-9-1-15-9-20M32 26c4-5 7-8 13-9M32 29c-6-4-10-5-15-3M32 20c1-4 2-7 5-11"/>',
  ),
  stool: drawing('<path d="M18 14h28v4H18zM22 18l-5 24M42 18l5 24M32 18v20M20 30h24"/>'),
};
