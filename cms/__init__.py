"""The portal's pages: home, content, news, help, the procedure index and page. Knows the catalogue only."""
