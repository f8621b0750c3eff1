function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** 256 random bits, as a text that fits into a URL. */
export function randomText(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** What proves that who redeems a code is who asked for it (PKCE, RFC 7636). */
export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
  readonly method: 'S256' | 'plain';
}

/** A new verifier and its challenge. */
export async function newPkce(method: 'S256' | 'plain' = 'S256'): Promise<Pkce> {
  const verifier = randomText();
  if (method === 'plain') return { verifier, challenge: verifier, method };
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)), method };
}
