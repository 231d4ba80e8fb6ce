# Builds the release archive, and runs it as a user without rights. Nothing but /data and /tmp is written to, so that the root
# file system may be read-only.
FROM node:26.10.0-bookworm-slim AS build
WORKDIR /build
COPY . .
RUN npm ci --include=dev --include=optional --no-audit --no-fund --loglevel=error \
  && SOURCE_DATE_EPOCH=0 node scripts/release.mjs /tmp/switchyard.tar \
  && mkdir /app \
  && tar --extract --file /tmp/switchyard.tar --strip-components 1 --directory /app

FROM node:26.10.0-bookworm-slim
LABEL org.opencontainers.image.title="Switchyard" org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 switchyard \
  && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin switchyard \
  && install --directory --owner 10001 --group 10001 --mode 0700 /data
COPY --from=build --chown=0:0 /app /app
USER 10001:10001
ENV NODE_ENV=production DATA_DIR=/data PORT=8080 HOST=0.0.0.0 MALLOC_ARENA_MAX=1
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/server/src/main.ts"]
CMD ["start"]
