import assert from 'node:assert/strict';

import type { DevCloud } from '@ostk/devcloud';

/** An image as the cloud itself shows it. */
export interface TrueImage {
  readonly id: string;
  readonly name: string | null;
  readonly status: string;
  readonly size: number | null;
  readonly os_hash_value: string | null;
}

/** Bytes to upload, at once or as they come. */
type Data = Uint8Array | AsyncIterable<Uint8Array>;

/** What the cloud really holds for the project that the tests work in: asked by other means than the SDK. */
export class Truth {
  readonly #cloud: DevCloud;
  #token: string | undefined;

  constructor(cloud: DevCloud) {
    this.#cloud = cloud;
  }

  /** All images of the project, hidden ones too. */
  async images(): Promise<readonly TrueImage[]> {
    const lists = await Promise.all(
      ['', '&os_hidden=true'].map((filter) => this.call('GET', `/v2/images?limit=1000${filter}`)),
    );
    const images: TrueImage[] = [];
    for (const list of lists) {
      const document: { readonly images: readonly TrueImage[] } = JSON.parse(list.toString());
      images.push(...document.images);
    }
    return images;
  }

  data(id: string): Promise<Buffer> {
    return this.call('GET', `/v2/images/${id}/file`);
  }

  /** Makes an image, with data if there are any. Answers its id. */
  async create(bytes?: Data, attributes: object = {}): Promise<string> {
    const json = { name: 'given', disk_format: 'raw', container_format: 'bare', ...attributes };
    const image: TrueImage = JSON.parse(
      (await this.call('POST', '/v2/images', JSON.stringify(json))).toString(),
    );
    if (bytes !== undefined)
      await this.call('PUT', `/v2/images/${image.id}/file`, bytes, 'application/octet-stream');
    return image.id;
  }

  async deactivate(id: string): Promise<void> {
    await this.call('POST', `/v2/images/${id}/actions/deactivate`);
  }

  async remove(id: string): Promise<void> {
    await this.call('DELETE', `/v2/images/${id}`);
  }

  /** Removes every image there is. */
  async clear(): Promise<void> {
    for (const { id } of await this.images()) await this.remove(id);
  }

  async call(method: string, path: string, body?: string | Data, type = 'application/json'): Promise<Buffer> {
    this.#token ??= await this.#login();
    const answer = await fetch(this.#cloud.url('image') + path, {
      method,
      headers: { 'X-Auth-Token': this.#token, Accept: 'application/json', 'Content-Type': type },
      ...(body !== undefined && { body, duplex: 'half' as const }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${bytes.toString().slice(0, 500)}`);
    return bytes;
  }

  async #login(): Promise<string> {
    const domain = { id: 'default' };
    const user = { name: 'demo', domain, password: 'secret' };
    const auth = {
      identity: { methods: ['password'], password: { user } },
      scope: { project: { name: 'demo', domain } },
    };
    const answer = await fetch(`${this.#cloud.authUrl}/auth/tokens`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ auth }),
    });
    const token = answer.headers.get('x-subject-token');
    assert.ok(token !== null, `sign-in: ${answer.status}`);
    return token;
  }
}
