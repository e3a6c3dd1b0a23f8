import type { ExportCall } from '../../app/transfers/write-export.ts';
import { callService, ServiceCallError } from './call-service.ts';

interface ServiceExport extends ExportCall {
  readonly service: URL;
  readonly token: string | undefined;
  /** Called with the number of discussions that stay behind. */
  readonly onLeftOut: (discussions: number) => void;
}

const ENDS = { wordpress: '</rss>\n', disqus: '</disqus>\n', own: '}}\n' };

/** What a service exports, in pieces. @throws {ServiceCallError}, also where the file was cut off. */
export async function* exportFromService(call: ServiceExport): AsyncGenerator<Buffer> {
  const { service, token, after, format } = call;
  const query = new URLSearchParams({ ...(after !== null && { after }), ...(format !== null && { format }) });
  const answer = await callService({ service, token, path: 'admin/archive', query });
  call.onLeftOut(Number(answer.headers['colloquy-left-out'] ?? 0));
  let tail = Buffer.alloc(0);
  try {
    for await (const piece of answer) {
      if (!Buffer.isBuffer(piece)) continue;
      tail = Buffer.concat([tail, piece]).subarray(-20);
      yield piece;
    }
  } catch {
    throw cutOff();
  }
  if (!tail.toString('utf8').endsWith(ENDS[format ?? 'own'])) throw cutOff();
}

function cutOff(): ServiceCallError {
  return new ServiceCallError('The service has ended in the middle of the file: it is not whole. Its log says why.');
}
