declare const Bun: {
  serve(options: {
    readonly port: number;
    readonly hostname: string;
    readonly development: false;
    fetch(): Response;
  }): { readonly port: number };
};

const init = { headers: { "content-type": "application/json" } };

const { port } = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  development: false,
  fetch: () => new Response('{"written":[],"expired":[]}', init),
});
console.log(`http://127.0.0.1:${port}`);
