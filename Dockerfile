# The local host as a container: docker compose up (compose.yaml). Everything that it keeps is in /data.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN CI=true dotnet publish src/DigitalTwin.LocalHost --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
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
HEALTHCHECK --interval=30s --timeout=10s --start-period=15s CMD ["dotnet", "DigitalTwin.LocalHost.dll", "health"]
ENTRYPOINT ["dotnet", "DigitalTwin.LocalHost.dll"]
