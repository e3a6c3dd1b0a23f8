/** The variables of OpenTelemetry that decide whether there are spans. */
interface TracingSettings {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string | undefined;
  readonly OTEL_TRACES_EXPORTER?: 'otlp' | 'none' | undefined;
  readonly OTEL_SDK_DISABLED?: 'true' | 'false' | undefined;
}

/** Whether the environment turns on tracing, by the rules of OpenTelemetry. Without its variables tracing is off. */
export function asksForTracing(settings: TracingSettings): boolean {
  if (settings.OTEL_SDK_DISABLED === 'true' || settings.OTEL_TRACES_EXPORTER === 'none') return false;
  return [
    settings.OTEL_TRACES_EXPORTER,
    settings.OTEL_EXPORTER_OTLP_ENDPOINT,
    settings.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
  ].some((setting) => setting !== undefined);
}
