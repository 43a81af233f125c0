import { site } from "./site";

export default function Home() {
  return (
    <main>
      <h1>{site.title}</h1>
      <p>
        This page is <code>app/page.tsx</code>. Change it, push, and the change deploys itself.
      </p>
      <ul>
        <li>
          <a href={site.repository}>Source</a>
        </li>
        <li>
          <a href={`${site.repository}/actions`}>Builds</a>
        </li>
        <li>
          <a href="/api/health">Health and version</a>
        </li>
      </ul>
    </main>
  );
}
