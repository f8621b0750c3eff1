import type { Image } from '../../glance/image.ts';
import { imageFrom } from '../../glance/new-image.ts';
import { newUuid } from '../../ids.ts';
import type { Request } from '../request.ts';
import { inherited } from '../servers/base-image.ts';
import type { Server } from '../servers/server.ts';

/** What a snapshot is to be. */
export interface SnapshotRequest {
  readonly name: string;
  /** Properties that tell what it is: they win over those of the image of the server. */
  readonly properties: ReadonlyMap<string, string>;
  /** Whether it has the formats of the image of the server; a snapshot is told them when its data come. */
  readonly keepsFormats: boolean;
}

/** Makes the record of a snapshot in the image service. */
export function recordSnapshot(
  { caller, nova }: Request,
  server: Server,
  { name, properties, keepsFormats }: SnapshotRequest,
): Image {
  const { glance } = nova;
  const { base } = server;
  const isOwner = caller.projectId === server.projectId;
  const wanted = {
    name,
    // Who makes a snapshot of a server of others shares it with them.
    visibility: isOwner ? 'private' : 'shared',
    min_disk: base.minDisk,
    min_ram: base.minRam,
    ...(keepsFormats ? { disk_format: base.diskFormat, container_format: base.containerFormat } : {}),
    ...Object.fromEntries(inherited(base)),
    ...Object.fromEntries(properties),
  };
  const image = imageFrom(wanted, newUuid(), caller.projectId, glance.now());
  if (!isOwner) {
    const now = glance.now();
    const member = {
      projectId: server.projectId,
      status: 'pending',
      createdAt: now,
      updatedAt: now,
    } as const;
    image.members.set(server.projectId, member);
  }
  glance.images.set(image.id, image);
  return image;
}
