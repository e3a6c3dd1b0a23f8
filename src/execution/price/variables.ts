import { Kind, valueFromASTUntyped, type FieldNode, type OperationDefinitionNode } from 'graphql';

/** The values of an operation's variables, as its client sent them or as the document has them by default. */
export type Variables = Readonly<Record<string, unknown>>;

export function readVariables(
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>> | null | undefined,
): Variables {
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)] as const],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

/** An argument of a field as its client wrote it: unlike at the execution, nothing is refused. */
export function readArgument({ arguments: given = [] }: FieldNode, name: string, variables: Variables): unknown {
  const value = given.find((argument) => argument.name.value === name)?.value;
  return value === undefined ? undefined : valueFromASTUntyped(value, variables);
}

/** Whether `@skip` or `@include` leaves a selection out. */
export function isLeftOut({ directives = [] }: Pick<FieldNode, 'directives'>, variables: Variables): boolean {
  return directives.some(({ name, arguments: given = [] }) => {
    const value = given.find((argument) => argument.name.value === 'if')?.value;
    const condition =
      value?.kind === Kind.VARIABLE ? variables[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
    return (name.value === 'skip' && condition === true) || (name.value === 'include' && condition === false);
  });
}
