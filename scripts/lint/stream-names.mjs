/** The classes of rxjs that are streams. A class of our own that extends one (Session, Connection) has a name of its own. */
const streams =
  /^(Observable|ConnectableObservable|(Anonymous|Async|Behavior|Replay|WebSocket)?Subject|(Cold|Hot)Observable)$/;
const absent = new Set(["undefined", "null", "void"]);

/** any (also of an import that cannot be resolved), unknown and type parameters: nothing is known. */
const isAny = (type) => (type.flags & 3) !== 0 || type.isTypeParameter();
const isRxjs = (symbol) =>
  (symbol.declarations ?? []).some((declaration) =>
    declaration.getSourceFile().fileName.includes("/node_modules/rxjs/"),
  );
const isStream = (type) => {
  const symbol = type.getSymbol();
  return symbol !== undefined && streams.test(symbol.name) && isRxjs(symbol);
};

/** `must`: a stream, perhaps absent. `may`: a stream among other things, or one with members of its own. `never`: no stream. */
function verdict(type, checker) {
  if (isAny(type)) return "may";
  const members = (type.isUnion() ? type.types : [type]).filter((member) => !absent.has(member.intrinsicName));
  if (members.length > 0 && members.every(isStream)) return "must";
  const parts = members.flatMap((member) => (member.isIntersection() ? member.types : [member]));
  return parts.some((part) => isAny(part) || isStream(part) || checker.getPropertyOfType(part, "subscribe"))
    ? "may"
    : "never";
}

/** The names a pattern binds: `{ a, b: [c] }` binds a and c. */
function* bound(pattern) {
  if (pattern === null) return;
  if (pattern.type === "Identifier") yield pattern;
  else if (pattern.type === "AssignmentPattern") yield* bound(pattern.left);
  else if (pattern.type === "RestElement") return;
  else if (pattern.type === "TSParameterProperty") yield* bound(pattern.parameter);
  else if (pattern.type === "ArrayPattern") for (const element of pattern.elements) yield* bound(element);
  else if (pattern.type === "ObjectPattern")
    for (const { value } of pattern.properties.filter((p) => p.value)) yield* bound(value);
}

/** `$` ends the name of every variable, parameter and property that holds an Observable, and of nothing else. */
export default {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      must: "'{{name}}' holds an Observable: call it '{{name}}$'.",
      never: "'{{name}}' holds no Observable (its type is {{type}}): take the '$' off.",
      callable: "'{{name}}' is a function or a type: '$' ends the names of streams only.",
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const checker = services.program.getTypeChecker();

    function check(node, name = node.name) {
      const type = services.getTypeAtLocation(node);
      const found = verdict(type, checker);
      // an option that takes an observer may be given a Subject: it is named for what is done with it (`openObserver` of RxJS)
      if (name.endsWith("Observer")) return;
      const marked = name.endsWith("$");
      if (!marked && found === "must") context.report({ node, messageId: "must", data: { name } });
      if (marked && found === "never") {
        const messageId = type.getCallSignatures().length > 0 ? "callable" : "never";
        context.report({ node, messageId, data: { name, type: checker.typeToString(type) } });
      }
    }
    const isName = (key, computed) => !computed && (key.type === "Identifier" || key.type === "PrivateIdentifier");
    const checkKey = ({ key, computed }) => {
      if (isName(key, computed)) check(key);
    };
    const checkParameters = ({ params }) => {
      for (const parameter of params) for (const name of bound(parameter)) check(name);
    };
    const refuse = (id) => {
      if (id?.name?.endsWith("$")) context.report({ node: id, messageId: "callable", data: { name: id.name } });
    };

    return {
      VariableDeclarator: ({ id }) => {
        for (const name of bound(id)) check(name);
      },
      "FunctionDeclaration, TSDeclareFunction": (node) => {
        refuse(node.id);
        checkParameters(node);
      },
      "FunctionExpression, ArrowFunctionExpression, TSEmptyBodyFunctionExpression": checkParameters,
      "TSFunctionType, TSConstructorType, TSMethodSignature": checkParameters,
      "TSCallSignatureDeclaration, TSConstructSignatureDeclaration": checkParameters,
      "ClassDeclaration, TSInterfaceDeclaration, TSTypeAliasDeclaration": ({ id }) => {
        refuse(id);
      },
      "PropertyDefinition, AccessorProperty, TSPropertySignature, TSAbstractPropertyDefinition": checkKey,
      "MethodDefinition[kind=get], TSAbstractMethodDefinition[kind=get]": ({ key, computed, value }) => {
        if (isName(key, computed)) check(value.returnType?.typeAnnotation ?? key, key.name);
      },
      "MethodDefinition[kind=method], TSMethodSignature[kind=method], TSAbstractMethodDefinition[kind=method]": ({
        key,
      }) => {
        refuse(key);
      },
      "ObjectExpression > Property[computed=false][shorthand=false]": ({ key, parent }) => {
        if (key.type !== "Identifier") return;
        // A name that somebody else's type asks for (`retry({ delay: timer$ })`) is not ours to choose.
        const expected = checker.getContextualType(services.esTreeNodeToTSNodeMap.get(parent));
        if (expected === undefined || checker.getPropertyOfType(expected, key.name) === undefined) check(key);
      },
    };
  },
};
