export default function Page() {
  return <h1>your site</h1>;
}
