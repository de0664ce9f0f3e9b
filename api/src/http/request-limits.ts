import { GraphQLError, Kind, parse, type ASTVisitor, type DocumentNode, type FragmentDefinitionNode, type ParseOptions, type SelectionSetNode, type Source, type ValidationContext } from 'graphql';
import { requestError } from '../errors.js';
import { LIMITS } from '../limits.js';

/** Parses, and stops at the limit of tokens: a huge document costs no more than a large one. */
export function parseWithinLimits(source: string | Source, options?: ParseOptions): DocumentNode {
  try {
    return parse(source, { ...options, maxTokens: LIMITS.documentTokensMax });
  } catch (error) {
    // graphql-js says this with a syntax error like any other; only its words tell it apart.
    if (error instanceof GraphQLError && /contains more tha[nt] \d+ tokens/.test(error.message)) throw requestError('TOKEN_LIMIT', `The document has more than ${LIMITS.documentTokensMax} tokens.`);
    throw error;
  }
}

interface Measure { depth: number; aliases: number; directives: number; rootFields: number }

/**
 * Measures an operation with its fragments unfolded. Counting stops as soon as a limit is passed, so that fragments
 * that multiply each other cost nothing.
 */
class Measuring {
  readonly total: Measure = { depth: 0, aliases: 0, directives: 0, rootFields: 0 };
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #open = new Set<string>();

  constructor(fragments: ReadonlyMap<string, FragmentDefinitionNode>) { this.#fragments = fragments; }

  get isBeyond(): boolean {
    const { depth, aliases, directives } = this.total;
    return depth > LIMITS.depthMax || aliases > LIMITS.aliasesMax || directives > LIMITS.directivesMax;
  }

  visit(set: SelectionSetNode, depth: number): void {
    for (const node of set.selections) {
      if (this.isBeyond) return;
      this.total.directives += node.directives?.length ?? 0;
      if (node.kind === Kind.FIELD) {
        if (node.alias) this.total.aliases += 1;
        if (depth === 1) this.total.rootFields += 1;
        this.total.depth = Math.max(this.total.depth, depth);
        // The schema describes itself in deep but finite trees.
        if (node.selectionSet && !node.name.value.startsWith('__')) this.visit(node.selectionSet, depth + 1);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        this.visit(node.selectionSet, depth);
      } else {
        this.#spread(node.name.value, depth);
      }
    }
  }

  #spread(name: string, depth: number): void {
    const fragment = this.#fragments.get(name);
    // A fragment inside itself is refused by another rule.
    if (!fragment || this.#open.has(name)) return;
    this.#open.add(name);
    this.visit(fragment.selectionSet, depth);
    this.#open.delete(name);
  }
}

/** Refuses operations that are too deep, too wide or change too much at once, each with its own code. */
export function operationLimits(context: ValidationContext): ASTVisitor {
  return {
    Document(document) {
      const fragments = new Map(document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])));
      for (const node of document.definitions) {
        if (node.kind !== Kind.OPERATION_DEFINITION) continue;
        const measuring = new Measuring(fragments);
        measuring.visit(node.selectionSet, 1);
        const { depth, aliases, directives, rootFields } = measuring.total;
        if (depth > LIMITS.depthMax) context.reportError(requestError('DEPTH_LIMIT', `The operation is more than ${LIMITS.depthMax} levels deep.`));
        if (aliases > LIMITS.aliasesMax) context.reportError(requestError('ALIAS_LIMIT', `The operation has more than ${LIMITS.aliasesMax} aliases.`));
        if (directives > LIMITS.directivesMax) context.reportError(requestError('DIRECTIVE_LIMIT', `The operation has more than ${LIMITS.directivesMax} directives.`));
        if (node.operation === 'mutation' && rootFields > LIMITS.rootMutationsMax) context.reportError(requestError('ROOT_MUTATION_LIMIT', `The document has more than ${LIMITS.rootMutationsMax} mutations.`));
      }
      return undefined;
    },
  };
}
