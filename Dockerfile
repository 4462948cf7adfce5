# The local host as a container: docker compose up (compose.yaml). Everything that it keeps is in /data.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG TARGETARCH
WORKDIR /source
COPY . .
RUN CI=true dotnet publish src/DigitalTwin.LocalHost --configuration Release --arch $TARGETARCH --output /app

# The program brings its own runtime, compiled ahead with it.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
COPY --from=build /app /app
# The image's own user, which is not root. A new volume takes over whose the folder is.
RUN mkdir /data && chown $APP_UID:$APP_UID /data
USER $APP_UID
WORKDIR /app
# The image sets the port to 8080 on its own account.
ENV ASPNETCORE_HTTP_PORTS="" \
    ASPNETCORE_URLS="http://+:7071" \
    Storage__Path="/data"
VOLUME /data
EXPOSE 7071
HEALTHCHECK --interval=30s --timeout=10s --start-period=15s CMD ["./DigitalTwin.LocalHost", "health"]
ENTRYPOINT ["./DigitalTwin.LocalHost"]
