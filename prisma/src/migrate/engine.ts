import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaFile } from './files.js';

/** Prisma's schema engine, compiled to WebAssembly: no binary to fetch, and the same rules as `prisma migrate`. */
export type SchemaEngine = bindings.SchemaEngine;

/** The part of the WebAssembly interface used here; Node has it, its types of this version do not. */
interface WebAssemblyHost {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: Readonly<Record<string, unknown>>): Promise<{ readonly exports: { __wbindgen_start(): void } }>;
}

let isReady: Promise<void> | undefined;

async function instantiate(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const host = (globalThis as unknown as { WebAssembly: WebAssemblyHost }).WebAssembly;
  const { exports } = await host.instantiate(await host.compile(await readFile(path)), { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
}

/** Runs `task` with an engine over the database of `adapterFactory`, and frees the engine afterwards. */
export async function withSchemaEngine<Result>(
  adapterFactory: SqlMigrationAwareDriverAdapterFactory, schema: readonly SchemaFile[], task: (engine: SchemaEngine) => Promise<Result>,
): Promise<Result> {
  await (isReady ??= instantiate());
  const datamodels = schema.map(({ path, content }): [string, string] => [path, content]);
  const engine = await bindings.SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(adapterFactory));
  try {
    return await task(engine);
  } finally {
    engine.free();
  }
}
